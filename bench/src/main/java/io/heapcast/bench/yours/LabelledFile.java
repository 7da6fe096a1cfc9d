package io.heapcast.bench.yours;

import io.heapcast.bench.leak.Truth;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of the labels.
 *
 * @param line number of it, from 1
 * @param files of one run; several where a log was rotated or a recording was cut
 * @param family to which the user counts it
 */
record LabelledFile(int line, List<Path> files, Truth truth, String family, String note) {}
