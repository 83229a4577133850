"""Reports on the conditions under which a target is missed or met."""
