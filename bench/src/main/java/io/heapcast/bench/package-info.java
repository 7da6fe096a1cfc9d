/**
 * The {@code leakbench} command: how well leak detectors detect, as a number that anyone can get.
 */
@NullMarked
package io.heapcast.bench;

import org.jspecify.annotations.NullMarked;
