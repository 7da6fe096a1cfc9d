package io.heapcast.cli.analyze.gclog;

import java.nio.file.Path;
import java.util.List;

/**
 * The part of one or more files that one JVM wrote, and what it says of itself anywhere in it.
 *
 * @param files in order; never empty
 * @param fromOffset where in the content of the first file it begins
 * @param toOffset where in the content of the last file it ends; {@link Long#MAX_VALUE}: with it
 * @param startWithoutDatesUs when it is taken to have started if it has no dates
 * @param number that of all its lines; {@link LogLine#ABSENT}: none, or not the same
 * @param startUs when the JVM started, else the time of its first line; microseconds
 * @param firstUs time of its first line
 * @param lastUs time of its last line
 */
record LogSpan(
    LogForm form,
    List<Path> files,
    long fromOffset,
    long toOffset,
    long startWithoutDatesUs,
    long number,
    long startUs,
    long firstUs,
    long lastUs,
    LogFacts facts) {}
