"""Reports on an analysis of sensitivity: sentence, tables, records and charts."""
