"""Charts of indicators: content, captions and the Matplotlib painter."""
