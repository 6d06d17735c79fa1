internal import Hummingbird
internal import Ledger
internal import NodeAPI
internal import Rulebook

/// The authenticated state, by bucket, so that a node does not learn which entry is meant.
extension NodeRoutes {
    /// A client may have learned the recommended bits a while ago: buckets up to four times as wide are given.
    static let spareBits = 2

    func addState(to router: Router<NodeRequestContext>) {
        router.get("state/{kind}") { _, context in try buckets(context) }
        router.get("state/{kind}/buckets/{prefix}") { request, context in try bucket(request, context) }
    }

    private func buckets(_ context: NodeRequestContext) throws -> Response {
        let (word, kind) = try context.stateKind("kind")
        let snapshot = node.snapshot
        return try Response(
            json: BucketsBody(
                kind: word, bits: snapshot.view.tree.bucketBits(kind: kind.rawValue),
                entries: snapshot.view.tree.count(kind: kind.rawValue), height: snapshot.head.height.value))
    }

    private func bucket(_ request: Request, _ context: NodeRequestContext) throws -> Response {
        let kind = try context.stateKind("kind").kind
        let digits = context.text("prefix")
        let bits = try request.queryNumber("bits") ?? UInt64(4 * digits.utf8.count)
        guard bits <= StateBucket.maxBits, let prefix = BucketPrefix(digits: digits, bits: Int(bits)) else {
            throw Problem.badParameter(
                "prefix", digits,
                form: Bilingual(
                    zh: " \(bits) 位前缀的小写十六进制数字（最多 \(StateBucket.maxBits) 位，末位多余的比特为零）",
                    en: "a prefix of \(bits) bits in lower-case hexadecimal digits, at most \(StateBucket.maxBits) "
                        + "bits, spare bits of the last digit zero"))
        }
        let recommended = node.snapshot.view.tree.bucketBits(kind: kind.rawValue)
        guard prefix.bits + NodeRoutes.spareBits >= recommended else {
            throw Problem.bucketTooWide(bits: prefix.bits, recommended: recommended)
        }
        guard let bucket = try node.bucket(kind: kind, prefix: prefix.value, bits: prefix.bits) else {
            throw Problem.noBlockYet
        }
        return Response(bucket.encoded, as: MediaTypes.cbor)
    }
}
