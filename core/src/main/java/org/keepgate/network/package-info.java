/** Networks: layers (the products and the loop over time), their composition, decoding. */
@NullMarked
package org.keepgate.network;

import org.jspecify.annotations.NullMarked;
