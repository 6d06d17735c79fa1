extension Node: NodeService {}
