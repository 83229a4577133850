"""Under which conditions a target is missed or met, as a sentence, a table and records."""
