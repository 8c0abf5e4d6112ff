"""Every sentence that the assistant says, one file a sentence and language."""
