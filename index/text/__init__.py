"""What is known of languages: letters, words, sentences, names."""
