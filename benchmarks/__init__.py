"""Quality and speed, beside what other programs do; nothing here is imported by a room."""
