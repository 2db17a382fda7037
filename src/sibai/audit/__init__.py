"""The log: every act, refused attempt, reveal and export is one entry, chained by hashes and never changed."""
