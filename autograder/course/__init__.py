"""A course of an instructor's own: made in one go, and looked over before it is given."""
