internal import Hummingbird
internal import Ledger
internal import NodeAPI
internal import Replication
internal import Rulebook
internal import Signing

/// The log as C2SP tlog-tiles serves it, and what is needed to check it.
extension NodeRoutes {
    func addLog(to router: Router<NodeRequestContext>) {
        router.get("checkpoint") { _, _ in try checkpoint() }
        router.get("tile/**") { request, _ in try tile(request) }
        router.get("policy") { _, _ in Response(node.snapshot.network.policy.text) }
        router.get("genesis") { _, _ in Response(node.network.genesis.encoded, as: MediaTypes.cbor) }
        router.get("epochs") { _, _ in Response(node.epochs().encoded, as: MediaTypes.cbor) }
        router.get("blocks/{height}") { _, context in try block(context) }
    }

    private func checkpoint() throws -> Response {
        guard let final = node.snapshot.final else { throw Problem.noBlockYet }
        return Response(final.note.encoded)
    }

    private func tile(_ request: Request) throws -> Response {
        let text = String(request.uri.path.dropFirst())
        guard let path = TilePath(path: text), let bytes = try node.tile(path) else {
            throw Problem.noSuchTile("/" + text, size: node.snapshot.size)
        }
        let isFull = path.width == TilePath.fullWidth
        return Response(bytes, as: MediaTypes.bytes, caching: isFull ? .forever : .minutes)
    }

    private func block(_ context: NodeRequestContext) throws -> Response {
        let height = try context.number("height")
        guard let block = try node.block(at: Height(height)) else {
            throw Problem.noSuchBlock(height, newest: node.snapshot.head.height)
        }
        return try Response(json: BlockBody(block))
    }
}

extension BlockBody {
    init(_ block: BlockSummary) {
        func prefixes(_ kind: StateKind) -> [String] {
            block.touched.filter { $0.kind == kind }.map { touched in
                let digits = String(touched.prefix, radix: 16)
                return String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        self.init(
            height: block.height.value, time: block.time, id: block.id.description, first: block.firstIndex.value,
            seal: block.sealIndex.value, root: block.root.hex, statements: block.statements, records: block.records,
            touched: TouchedBody(
                status: prefixes(.status), correction: prefixes(.correction), grant: prefixes(.grant),
                trace: prefixes(.trace), disclosure: prefixes(.disclosure),
                opened: prefixes(.opened), passing: prefixes(.passing)))
    }
}
