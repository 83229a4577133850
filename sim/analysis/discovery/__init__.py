"""Under which conditions a target is missed or met."""
