data "opentrain_capabilities" "now" {}

output "update_keys" {
  value = data.opentrain_capabilities.now.update_keys
}
