/** What the topologies of windows and of verdicts are both built with. */
@NullMarked
package io.heapcast.topology;

import org.jspecify.annotations.NullMarked;
