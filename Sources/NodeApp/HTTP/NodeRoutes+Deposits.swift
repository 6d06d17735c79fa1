internal import Hummingbird
internal import NodeAPI
internal import Releasing

/// Deposits of grants: handed in with the leave to do so. Their parts are given by tag, as bodies of the strongroom.
extension NodeRoutes {
    func addDeposits(to router: Router<NodeRequestContext>) {
        router.post("deposits") { request, _ in try await takeDeposit(request) }
    }

    /// 200 once a quorum has acknowledged it, else 202: it is held here, and may be handed in again.
    private func takeDeposit(_ request: Request) async throws -> Response {
        guard request.mediaType == MediaTypes.cbor else {
            throw Problem.wrongMediaType(request.headers[.contentType], expected: MediaTypes.cbor)
        }
        return try await bodies.with(request, limit: HandedDeposit.maxByteCount) { bytes in
            node.metrics.received(bytes.count)
            let answer = try await node.take(deposit: bytes)
            let isAcknowledged = answer.acknowledgements.count >= answer.quorum
            let json = Array(try JSONText.encoded(answer))
            return Response(json, as: MediaTypes.json, status: isAcknowledged ? 200 : 202)
        }
    }
}
