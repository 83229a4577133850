"""PowerPoint decks that stay editable; the only place that knows python-pptx."""
