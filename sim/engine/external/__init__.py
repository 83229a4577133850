"""Files that a model names: workbooks, tables and series over time."""
