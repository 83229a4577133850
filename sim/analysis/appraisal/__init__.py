"""The ministry's appraisal of the zone: how scenarios move its items, whose weights are not published."""
