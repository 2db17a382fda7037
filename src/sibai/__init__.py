"""sibai (四百): a county's measure for its village employment coordinators, as rules that can be run and proven."""
