"""The rules over files and columns: CSV, XLSX and Parquet in and out, numpy on one machine, Spark beyond."""
