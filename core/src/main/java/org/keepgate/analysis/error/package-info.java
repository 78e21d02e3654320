/** Where the errors of a network are, and what would remove them. */
@NullMarked
package org.keepgate.analysis.error;

import org.jspecify.annotations.NullMarked;
