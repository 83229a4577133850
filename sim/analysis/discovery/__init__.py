"""Scenario discovery: the conditions under which a target is missed or met."""
