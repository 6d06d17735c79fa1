import NIOCore
import NIOTLS

/// Hands what happens on a channel to its link.
final class LinkHandler: ChannelInboundHandler {
    typealias InboundIn = Frame

    private let link: Link

    init(_ link: Link) { self.link = link }

    func channelActive(context: ChannelHandlerContext) { link.begin() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { link.secured() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { link.receive(unwrapInboundIn(data)) }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { link.pump() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { link.fail(error) }

    func channelInactive(context: ChannelHandlerContext) { link.finish(.closedByPeer) }
}
