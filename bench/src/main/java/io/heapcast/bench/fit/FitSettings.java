package io.heapcast.bench.fit;

import picocli.CommandLine.Option;

/** How the score is fitted: gradient boosting after Friedman 2001, as Smile does it. */
final class FitSettings {

  @Option(
      names = "--trees",
      paramLabel = "N",
      description = "Trees of the ensemble. Default: ${DEFAULT-VALUE}.")
  int trees = 120;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Leaves of a tree at most. Default: ${DEFAULT-VALUE}.")
  int nodes = 10;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Depth of a tree at most. Default: ${DEFAULT-VALUE}.")
  int depth = 5;

  @Option(
      names = "--leaf",
      paramLabel = "N",
      description = "Rows of a leaf at least. Default: ${DEFAULT-VALUE}.")
  int leaf = 40;

  @Option(
      names = "--shrinkage",
      paramLabel = "X",
      description = "Of each tree's say, 0 to 1. Default: ${DEFAULT-VALUE}.")
  double shrinkage = 0.06;

  @Option(
      names = "--subsample",
      paramLabel = "X",
      description = "Share of the rows that each tree sees. Default: ${DEFAULT-VALUE}.")
  double subsample = 0.6;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description =
          "Groups of families; each is scored by a fit to the others, to calibrate."
              + " Default: ${DEFAULT-VALUE}.")
  int folds = 6;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the subsamples. Default: ${DEFAULT-VALUE}.")
  long seed = 1;
}
