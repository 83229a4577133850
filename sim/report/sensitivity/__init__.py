"""What an analysis of sensitivity found: as a sentence, tables, records and charts."""
