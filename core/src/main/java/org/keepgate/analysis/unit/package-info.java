/** What single units of a network follow: features of a place, and units that tell them. */
@NullMarked
package org.keepgate.analysis.unit;

import org.jspecify.annotations.NullMarked;
