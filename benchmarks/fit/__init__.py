"""What learns the data files of the rooms, from data that is not in the repository."""
