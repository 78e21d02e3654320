package org.keepgate.math;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.keepgate.math.OneDnnGemm.check;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;

/** A primitive of oneDNN with its arguments, ready to run. */
record OneDnnCall(
    dnnl_primitive primitive, dnnl_stream stream, int count, dnnl_exec_arg_t arguments) {

  void run() {
    check(dnnl_primitive_execute(primitive, stream, count, arguments), "primitive_execute");
  }
}
