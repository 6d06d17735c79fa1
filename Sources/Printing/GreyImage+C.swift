internal import CPangoCairo

/// A square picture in 256 shades, 0 is black.
struct GreyImage {
    let side: Int
    /// Row by row, a byte a pixel.
    let pixels: [UInt8]

    /// The picture as a PNG, by cairo: a surface that holds coverage alone is written as shades of grey.
    var png: [UInt8] {
        let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_A8, Int32(side)))
        var rows = [UInt8](repeating: 0, count: stride * side)
        for row in 0..<side {
            rows.replaceSubrange(row * stride..<row * stride + side, with: pixels[row * side..<(row + 1) * side])
        }
        let sink = ByteSink()
        let status = unsafe rows.withUnsafeMutableBufferPointer { buffer in
            let surface = unsafe cairo_image_surface_create_for_data(
                buffer.baseAddress, CAIRO_FORMAT_A8, Int32(side), Int32(side), Int32(stride))
            defer { unsafe cairo_surface_destroy(surface) }
            return unsafe cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.handle)
        }
        precondition(status == CAIRO_STATUS_SUCCESS, "cairo did not write a picture of \(side) by \(side) pixels")
        return sink.bytes
    }
}

/// Takes the bytes that cairo writes.
final class ByteSink {
    private(set) var bytes: [UInt8] = []

    /// What cairo hands back with each run of bytes; good as long as the sink lives.
    var handle: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    static let write: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t = {
        handle, bytes, count in
        guard let handle = unsafe handle, let bytes = unsafe bytes else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = unsafe Unmanaged<ByteSink>.fromOpaque(handle).takeUnretainedValue()
        unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
    }
}
