"""The encoder as an ONNX graph: written, calibrated and run."""
