"""From posting to network: four apps, in the order that data flows. Here: `postings`."""
