//! What is handed over: the report and the annotated pictures.
