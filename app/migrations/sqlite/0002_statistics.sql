-- How much `analyze` reads of each index: enough to plan by, at any size of the site.
pragma analysis_limit = 1000;
