"""An index in Milvus, past one machine; pymilvus is imported only where one is asked for."""
