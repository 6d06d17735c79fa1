internal import Hummingbird
internal import Ledger
internal import NodeAPI

/// Receipts by the leaf's position.
extension NodeRoutes {
    func addReceipts(to router: Router<NodeRequestContext>) {
        router.get("receipts/{index}") { request, context in try receipt(request, context) }
    }

    /// As text, or in CBOR for a client that names it.
    private func receipt(_ request: Request, _ context: NodeRequestContext) throws -> Response {
        let index = try context.number("index")
        guard index < node.snapshot.size, let receipt = try node.receipt(at: LeafIndex(index)) else {
            throw Problem.noSuchLeaf(index, size: node.snapshot.size)
        }
        var response =
            request.accepts(MediaTypes.cbor)
            ? Response(receipt.encoded, as: MediaTypes.cbor) : Response(receipt.text)
        response.headers[.vary] = "accept"
        return response
    }
}
