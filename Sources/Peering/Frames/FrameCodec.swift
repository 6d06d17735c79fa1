import NIOCore

/// Bytes to frames and back; a frame that may not be is refused by its head and ends the reading.
final class FrameCodec: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Frame
    typealias OutboundIn = Frame
    typealias OutboundOut = ByteBuffer

    private let rules: FrameRules
    private var unread: ByteBuffer?
    private var isRefused = false

    init(_ rules: FrameRules) { self.rules = rules }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        var incoming = unwrapInboundIn(data)
        var buffer: ByteBuffer
        if var rest = unread.take() {
            rest.writeBuffer(&incoming)
            buffer = rest
        } else {
            buffer = incoming
        }
        do throws(LinkRefusal) {
            while let frame = try FrameCodec.next(in: &buffer, rules) {
                context.fireChannelRead(wrapInboundOut(frame))
            }
            if buffer.readableBytes > 0 {
                buffer.discardReadBytes()
                unread = buffer
            }
        } catch {
            isRefused = true
            context.fireErrorCaught(error)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = unwrapOutboundIn(data)
        var buffer = context.channel.allocator.buffer(capacity: frame.byteCount)
        FrameCodec.write(frame, into: &buffer)
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    static func write(_ frame: Frame, into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt32(frame.payload.count + 1))
        buffer.writeInteger(frame.kind)
        buffer.writeBytes(frame.payload)
    }

    /// The next whole frame; nil when more bytes must come.
    static func next(in buffer: inout ByteBuffer, _ rules: FrameRules) throws(LinkRefusal) -> Frame? {
        let start = buffer.readerIndex
        guard let length = buffer.getInteger(at: start, as: UInt32.self) else { return nil }
        guard length > 0 else { throw .malformed(.length) }
        guard let kind = buffer.getInteger(at: start + 4, as: UInt8.self) else { return nil }
        let byteCount = Int(length) - 1
        try rules.check(kind: kind, byteCount: byteCount)
        guard buffer.readableBytes >= Frame.headByteCount + byteCount,
            let payload = buffer.getBytes(at: start + Frame.headByteCount, length: byteCount)
        else { return nil }
        buffer.moveReaderIndex(forwardBy: Frame.headByteCount + byteCount)
        return Frame(kind: kind, payload: payload[...])
    }
}
