"""What is looked up at a question, in arrays that are read where they lie."""
