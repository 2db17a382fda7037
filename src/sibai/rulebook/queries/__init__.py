"""What pages and other rooms read: the law on a day, answers with their explanations, entries, articles, decisions."""
