"""Opens a model directory with Python's safetensors library and runs the network with NumPy.

    pip install safetensors numpy
    python3 open_with_python.py model-1 0 2 3 4 1 0

Prints the tensors and the loss in nats of predicting each next symbol of the text: an independent
check of what the tensors mean (names, shapes, gate order i f g o, peephole order i f o).
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def run_layer(tensors, name, inputs):
    """LSTM with peepholes over time: inputs T x I to outputs T x H."""
    weights = {key: tensors[f"{name}.{key}"].astype(np.float64)
               for key in ("inputWeights", "recurrentWeights", "bias", "peepholes")}
    size = weights["recurrentWeights"].shape[1]
    p_i, p_f, p_o = weights["peepholes"]
    h, c, outputs = np.zeros(size), np.zeros(size), []
    for x in inputs:
        z = weights["inputWeights"] @ x + weights["recurrentWeights"] @ h + weights["bias"]
        z_i, z_f, z_g, z_o = z.reshape(4, size)
        i, f = sigmoid(z_i + p_i * c), sigmoid(z_f + p_f * c)
        c = f * c + i * np.tanh(z_g)
        h = sigmoid(z_o + p_o * c) * np.tanh(c)
        outputs.append(h)
    return np.array(outputs)


def main(folder, text):
    network = json.loads((folder / "config.json").read_text("utf-8"))["network"]
    tensors = load_file(folder / "model.safetensors")
    for name, tensor in sorted(tensors.items()):
        print(f"{name:36} {tensor.dtype} {list(tensor.shape)}")
    outputs = np.eye(network["sequences"]["inputSize"])[text[:-1]]
    for layer in range(network["numLayers"]):
        outputs = run_layer(tensors, f"layers.{layer}.forward", outputs)
    scores = outputs @ tensors["head.weights"].T.astype(np.float64) + tensors["head.bias"]
    log_sums = np.log(np.exp(scores).sum(axis=1))
    print("loss", float(sum(log_sums - scores[np.arange(len(text) - 1), text[1:]])))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(symbol) for symbol in sys.argv[2:]])
