"""The report of the tests of confidence, for the documents and for the page."""
