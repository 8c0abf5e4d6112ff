"""A follow-up to the question that it stands for."""
