"""Makes oracle_vectors.json: outputs and gradients of the cells that golden_vectors.json lacks, from PyTorch's
automatic differentiation in float64 (PyTorch 2.13). Where PyTorch has the cell, its own module is the oracle; the
others are written out here gate by gate, each gate with matrices of its own, from the papers.

Every number that goes in is fixed by a formula, so that a test rebuilds it:
  parameters, one counter k over all elements of all tensors in the listed order, row-major:  p_k = 0.7 sin(k^2 + 1)
  (a gain is 1 + p_k)
  inputs          x[t][j] = cos(0.3 (t I + j))
  initial state   s_k     = 0.4 cos(2 k + 1), one counter over all its parts
  loss            L = sum_t sum_j  h[t][j]^2 / 2 + cos(j + t) h[t][j]
"""
import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
I, H, T = 3, 4, 4
B, S = 2, 2  # blocks of cells
sig, tanh = torch.sigmoid, torch.tanh


def tensors(shapes):
    k, made = 0, {}
    for name, shape in shapes.items():
        values = []
        for _ in range(math.prod(shape)):
            values.append(0.7 * math.sin(k * k + 1) + (1 if name.endswith("Gain") else 0))
            k += 1
        made[name] = torch.tensor(values).reshape(shape).requires_grad_(True)
    return made


def run(shapes, sizes, forward):
    """forward(parameters, inputs, initial parts) gives h of every step."""
    p = tensors(shapes)
    x = torch.tensor([[math.cos(0.3 * (t * I + j)) for j in range(I)] for t in range(T)], requires_grad=True)
    k, initial = 0, []
    for size in sizes:
        initial.append(torch.tensor([0.4 * math.cos(2 * (k + j) + 1) for j in range(size)], requires_grad=True))
        k += size
    h = torch.stack(forward(p, x, initial))
    weighing = torch.tensor([[math.cos(j + t) for j in range(h.shape[1])] for t in range(T)])
    loss = (h * h / 2 + weighing * h).sum()
    wanted = list(p.values()) + [x] + initial
    grad = torch.autograd.grad(loss, wanted, allow_unused=True)
    grad = [(torch.zeros_like(w) if g is None else g).tolist() for g, w in zip(grad, wanted)]
    n = len(p)
    return {
        "order": list(shapes), "shapes": shapes, "state": sizes,
        "loss": loss.item(), "h": h.tolist(),
        "grad": dict(zip(p, grad[:n])), "gradInput": grad[n], "gradInitial": grad[n + 1:],
    }


def rows(matrix, k, size=H):
    return matrix[k * size:(k + 1) * size]


# --- full gate recurrence (Greff et al.): the peephole LSTM whose gates also see i', f', o', by nine more matrices
def fgr(p, x, initial):
    h, c, gates = initial
    iOld, fOld, oOld = gates.split(H)
    Wi, Wf, Wg, Wo = p["inputWeights"].split(H)
    Ri, Rf, Rg, Ro = p["recurrentWeights"].split(H)
    bi, bf, bg, bo = p["bias"].split(H)
    pi, pf, po = p["peepholes"]
    Qi, Qf = p["inputForgetGateWeights"].split(H)
    Qo = p["outputGateWeights"]
    Rii, Rfi, Roi = Qi.split(H, dim=1)
    Rif, Rff, Rof = Qf.split(H, dim=1)
    Rio, Rfo, Roo = Qo.split(H, dim=1)
    hs = []
    for xt in x:
        i = sig(Wi @ xt + Ri @ h + pi * c + Rii @ iOld + Rfi @ fOld + Roi @ oOld + bi)
        f = sig(Wf @ xt + Rf @ h + pf * c + Rif @ iOld + Rff @ fOld + Rof @ oOld + bf)
        c = tanh(Wg @ xt + Rg @ h + bg) * i + c * f
        o = sig(Wo @ xt + Ro @ h + po * c + Rio @ iOld + Rfo @ fOld + Roo @ oOld + bo)
        h = tanh(c) * o
        iOld, fOld, oOld = i, f, o
        hs.append(h)
    return hs


# --- the three mutants of Jozefowicz et al.
def mut1(p, x, initial):
    (h,) = initial
    Wz, Wr, Wh = p["inputWeights"].split(H)
    bz, br = p["bias"].split(H)
    hs = []
    for xt in x:
        z = sig(Wz @ xt + bz)
        r = sig(Wr @ xt + p["recurrentWeights"] @ h + br)
        h = tanh(p["candidateWeights"] @ (r * h) + tanh(Wh @ xt) + p["candidateBias"]) * z + h * (1 - z)
        hs.append(h)
    return hs


def mut2(p, x, initial):
    (h,) = initial
    Wz, Wr, Wh = p["inputWeights"].split(H)
    Uz, Ur = p["recurrentWeights"].split(H)
    bz, br, bh = p["bias"].split(H)
    hs = []
    for xt in x:
        z = sig(Wz @ xt + Uz @ h + bz)
        r = sig(Wr @ xt + Ur @ h + br)
        h = tanh(p["candidateWeights"] @ (r * h) + Wh @ xt + bh) * z + h * (1 - z)
        hs.append(h)
    return hs


def mut3(p, x, initial):
    (h,) = initial
    Wz, Wr, Wh = p["inputWeights"].split(H)
    bz, br, bh = p["bias"].split(H)
    hs = []
    for xt in x:
        z = sig(Wz @ xt + p["updateWeights"] @ tanh(h) + bz)
        r = sig(Wr @ xt + p["recurrentWeights"] @ h + br)
        h = tanh(p["candidateWeights"] @ (r * h) + Wh @ xt + bh) * z + h * (1 - z)
        hs.append(h)
    return hs


# --- memory blocks: cell by cell, as the papers' sums have it
def blocks(p, x, initial, kinds, feedback, peep, truncated, g=lambda a: 4 * sig(a) - 2,
           h=lambda a: 2 * sig(a) - 1):
    n = len(kinds) * B + B * S
    cut = (lambda v: v.detach()) if truncated else (lambda v: v)
    y, s = list(initial[0]), list(initial[1])
    act = {kind: [initial[2][k * B + j] for j in range(B)] for k, kind in enumerate(kinds)} if feedback == "all" else {}
    bias = p["bias"] if "bias" in p else torch.zeros(0)
    hs = []
    for xt in x:
        seen = []
        if feedback != "none":
            seen = list(y)
        if feedback == "all":
            for kind in kinds:
                seen += act[kind]
        net = []
        for unit in range(n):
            total = sum(p["inputWeights"][unit, m] * xt[m] for m in range(I))
            for m, value in enumerate(seen):
                total = total + p["recurrentWeights"][unit, m] * cut(value)
            if unit < bias.shape[0]:
                total = total + bias[unit]
            net.append(total)

        def gate(kind, j, states):
            if kind not in kinds:
                return torch.tensor(1.0)
            k = kinds.index(kind)
            total = net[k * B + j]
            if peep:
                total = total + sum(p["peepholes"][k, j * S + v] * cut(states[j * S + v]) for v in range(S))
            return sig(total)

        new = {kind: [gate(kind, j, s) for j in range(B)] for kind in ("in", "forget")}
        s = [new["forget"][c // S] * s[c] + new["in"][c // S] * g(net[len(kinds) * B + c]) for c in range(B * S)]
        new["out"] = [gate("out", j, s) for j in range(B)]
        y = [new["out"][c // S] * h(s[c]) for c in range(B * S)]
        act = new
        hs.append(torch.stack(y))
    return hs


def block_shapes(kinds, fed, peep, bias):
    n = len(kinds) * B + B * S
    shapes = {"inputWeights": [n, I]}
    if fed:
        shapes["recurrentWeights"] = [n, fed]
    if bias:
        shapes["bias"] = [bias]
    if peep:
        shapes["peepholes"] = [len(kinds), B * S]
    return shapes


def block_case(kinds, feedback, peep, bias, truncated, **functions):
    gates = len(kinds) * B
    fed = {"none": 0, "cells": B * S, "all": B * S + gates}[feedback]
    sizes = [B * S, B * S] + ([gates] if feedback == "all" else [])
    return run(block_shapes(kinds, fed, peep, bias), sizes,
               lambda p, x, initial: blocks(p, x, initial, kinds, feedback, peep, truncated, **functions))


# --- layer-normalised LSTM with gains and biases, by PyTorch's own layer norm
def layer_norm(p, x, initial):
    h, c = initial
    norm = torch.nn.functional.layer_norm
    hs = []
    for xt in x:
        a = norm(p["recurrentWeights"] @ h, [4 * H], p["recurrentGain"], None, 1e-8)
        a = a + norm(p["inputWeights"] @ xt, [4 * H], p["inputGain"], None, 1e-8) + p["bias"]
        i, f, g, o = a.split(H)
        c = sig(f) * c + sig(i) * tanh(g)
        h = sig(o) * tanh(norm(c, [H], p["cellGain"], p["cellBias"], 1e-8))
        hs.append(h)
    return hs


# --- PyTorch's own modules, their two biases replaced by ours
def module(cell):
    def forward(p, x, initial):
        names = {"weight_ih_l0": p["inputWeights"], "weight_hh_l0": p["recurrentWeights"],
                 "bias_ih_l0": p["bias"], "bias_hh_l0": torch.zeros_like(p["bias"])}
        if "recurrentBias" in p:
            names["bias_hh_l0"] = torch.cat([torch.zeros(2 * H), p["recurrentBias"]])
        state = tuple(part.reshape(1, 1, H) for part in initial)
        state = state if isinstance(cell, torch.nn.LSTM) else state[0]
        out, _ = torch.func.functional_call(cell, names, (x.unsqueeze(1), state))
        return list(out[:, 0, :])
    return forward


four = {"inputWeights": [4 * H, I], "recurrentWeights": [4 * H, H], "bias": [4 * H]}
one = {"inputWeights": [H, I], "recurrentWeights": [H, H], "bias": [H]}
cases = {
    "rnn-tanh": run(one, [H], module(torch.nn.RNN(I, H, nonlinearity="tanh"))),
    "rnn-relu": run(one, [H], module(torch.nn.RNN(I, H, nonlinearity="relu"))),
    "lstm": run(four, [H, H], module(torch.nn.LSTM(I, H))),
    "gru-reset-after": run(
        {"inputWeights": [3 * H, I], "bias": [3 * H], "recurrentWeights": [3 * H, H], "recurrentBias": [H]}, [H],
        module(torch.nn.GRU(I, H))),
    "FGR": run(
        {**four, "peepholes": [3, H], "inputForgetGateWeights": [2 * H, 3 * H], "outputGateWeights": [H, 3 * H]},
        [H, H, 3 * H], fgr),
    "mut1": run({"inputWeights": [3 * H, I], "bias": [2 * H], "candidateBias": [H], "recurrentWeights": [H, H],
                 "candidateWeights": [H, H]}, [H], mut1),
    "mut2": run({"inputWeights": [3 * H, I], "bias": [3 * H], "recurrentWeights": [2 * H, H],
                 "candidateWeights": [H, H]}, [H], mut2),
    "mut3": run({"inputWeights": [3 * H, I], "bias": [3 * H], "updateWeights": [H, H], "recurrentWeights": [H, H],
                 "candidateWeights": [H, H]}, [H], mut3),
    "layer-norm-lstm": run({**four, "inputGain": [4 * H], "recurrentGain": [4 * H], "cellGain": [H], "cellBias": [H]},
                           [H, H], layer_norm),
    "blocks-forget-full": block_case(["in", "forget", "out"], "all", False, 10, False),
    "blocks-forget-truncated": block_case(["in", "forget", "out"], "all", False, 10, True),
    "blocks-forget-peepholes-full": block_case(["in", "forget", "out"], "cells", True, 6, False),
    "blocks-forget-peepholes-truncated": block_case(["in", "forget", "out"], "cells", True, 6, True),
    "blocks-no-input-gate-truncated": block_case(["forget", "out"], "all", True, 0, True, g=tanh, h=lambda a: a),
    "blocks-no-output-gate-full": block_case(["in", "forget"], "none", False, 8, False, g=sig, h=tanh),
}
text = "{\n" + ",\n".join(json.dumps(name) + ": " + json.dumps(case) for name, case in cases.items()) + "\n}\n"
pathlib.Path(__file__).with_name("oracle_vectors.json").write_text(text)
for name, case in cases.items():
    print(f"{name:36s} loss {case['loss']:.12f}")
