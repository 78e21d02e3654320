/** What a network is worth on data: metric sums, evaluations and who makes them. */
@NullMarked
package org.keepgate.evaluation;

import org.jspecify.annotations.NullMarked;
