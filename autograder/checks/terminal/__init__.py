"""What the commands for students say, by key: a part of both catalogues."""
