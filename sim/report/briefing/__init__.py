"""Pages of a briefing as data: what each says, for painters of slides and of documents."""
