import NIOCore
import NIOPosix
import NIOSSL
import Peering
import Signing
import Testing

/// A client that knows the protocol by its page alone, and breaks it on demand.
final class Visitor: Sendable {
    /// What it shows.
    enum Dress {
        case plain
        case key(PrivateKey)
        case pem(certificate: String, key: String)
        case naked
    }

    private let channel: any Channel
    private let incoming: AsyncStream<[UInt8]>

    private init(_ channel: any Channel, _ incoming: AsyncStream<[UInt8]>) {
        self.channel = channel
        self.incoming = incoming
    }

    static func connect(
        _ port: Int, as dress: Dress = .key(Village.keys[0]), version: TLSVersion = .tlsv13, answersPings: Bool = false
    ) async throws -> Visitor {
        let (incoming, arrived) = AsyncStream.makeStream(of: [UInt8].self)
        let context = try tls(dress, version)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: nil))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        VisitorHandler(arrived, answersPings: answersPings))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return Visitor(channel, incoming)
    }

    private static func tls(_ dress: Dress, _ version: TLSVersion) throws -> NIOSSLContext? {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.shutdownTimeout = .milliseconds(200)
        configuration.minimumTLSVersion = version
        configuration.maximumTLSVersion = version
        switch dress {
        case .plain: return nil
        case .naked: break
        case .key(let key):
            let link = LinkCertificate(key)
            configuration.certificateChain = [
                .certificate(try NIOSSLCertificate(bytes: link.certificate, format: .der))
            ]
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: link.privateKey, format: .der))
        case .pem(let certificate, let key):
            configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    func send(kind: UInt8, _ payload: [UInt8]) { send(Visitor.frame(kind, payload)) }

    static func frame(_ kind: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length = UInt32(payload.count + 1)
        return [UInt8(length >> 24), UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), kind]
            + payload
    }

    /// A hello as `docs/protocol/peering.md` has it.
    static func hello(
        version: UInt64 = 2, origin: String = Village.origin, name: String = "member-0",
        clockOffset: Int64 = 0, instance: UInt8 = 1
    ) -> [UInt8] {
        var encoder = CBOREncoder()
        encoder.array(6)
        encoder.unsigned(version)
        encoder.text(origin)
        encoder.text(name)
        encoder.integer(PeeringSurroundings.system.wallMilliseconds() + clockOffset)
        encoder.byteString([UInt8](repeating: instance, count: 8))
        encoder.text("visitor")
        return encoder.bytes
    }

    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    /// All bytes until the other side closes.
    func untilClosed() async -> [UInt8] {
        var all: [UInt8] = []
        for await bytes in incoming { all += bytes }
        return all
    }

    /// The refusal that the other side closes with.
    func refusal() async throws -> LinkRefusal? {
        var rest = await untilClosed()[...]
        while rest.count >= 5 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let frame = rest.dropFirst(4).prefix(length)
            if frame.first == 1 { return try LinkRefusal(frame.dropFirst()) }
            rest = rest.dropFirst(4 + length)
        }
        return nil
    }

    func close() async throws { try await channel.close().get() }
}

private final class VisitorHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let arrived: AsyncStream<[UInt8]>.Continuation
    private let answersPings: Bool

    init(_ arrived: AsyncStream<[UInt8]>.Continuation, answersPings: Bool) {
        self.arrived = arrived
        self.answersPings = answersPings
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrived.yield(Array(unwrapInboundIn(data).readableBytesView))
        // A frame of its own for whatever came: a sign of life.
        guard answersPings else { return }
        context.writeAndFlush(
            NIOAny(ByteBuffer(bytes: Visitor.frame(3, [UInt8](repeating: 0, count: 8)))), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) { arrived.finish() }

    func handlerRemoved(context: ChannelHandlerContext) { arrived.finish() }
}
