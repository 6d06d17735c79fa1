internal import CQREncode

extension QRCode {
    /// The smallest code of a text at level M, by libqrencode; nil when none holds it.
    static func encode(_ text: String) -> (version: Int, modules: [Bool])? {
        guard let code = unsafe QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
        defer { unsafe QRcode_free(code) }
        let width = Int(unsafe code.pointee.width)
        // The lowest bit of a byte is the module; the others say what it is for.
        let modules = (0..<width * width).map { place in unsafe code.pointee.data[place] & 1 == 1 }
        return (Int(unsafe code.pointee.version), modules)
    }
}
