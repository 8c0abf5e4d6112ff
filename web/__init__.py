"""The Gradio page: the chat, the source beside it, the age of the index, sharing and login."""
