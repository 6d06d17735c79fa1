import Glibc
import NIOCore
import NIOPosix

/// How sockets are set: nothing waits for company, and little lies in the system's buffers where a vote cannot pass it.
enum Wire {
    static func client(_ loop: any EventLoop, _ limits: PeeringLimits) -> ClientBootstrap {
        ClientBootstrap(group: loop)
            .connectTimeout(.milliseconds(limits.connectMilliseconds))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.socketOption(.so_rcvbuf), value: limits.receiveBufferByteCount)
            .channelOption(notSentLowWater, value: limits.unsentByteCount)
            .channelOption(.writeBufferWaterMark, value: waterMark(limits))
    }

    static func server(_ loop: any EventLoop, _ limits: PeeringLimits) -> ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: CInt(clamping: limits.newcomers))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // On the listening socket: connections inherit it, and it must be known when they are made.
            .serverChannelOption(.socketOption(.so_rcvbuf), value: limits.receiveBufferByteCount)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(notSentLowWater, value: limits.unsentByteCount)
            .childChannelOption(.writeBufferWaterMark, value: waterMark(limits))
    }

    private static var notSentLowWater: ChannelOptions.Types.SocketOption {
        ChannelOptions.Types.SocketOption(level: .tcp, name: .init(rawValue: CInt(TCP_NOTSENT_LOWAT)))
    }

    private static func waterMark(_ limits: PeeringLimits) -> ChannelOptions.Types.WriteBufferWaterMark {
        .init(low: max(1, limits.partByteCount / 2), high: limits.partByteCount)
    }
}
