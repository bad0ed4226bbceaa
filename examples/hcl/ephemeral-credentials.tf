ephemeral "opentrain_credentials" "this" {}

# A script of your own that calls the API with the provider's token: the token is in no state and no plan file.
resource "terraform_data" "export" {
  provisioner "local-exec" {
    command = "curl --silent --fail --header \"Authorization: Bearer $OT_API_TOKEN\" \"$OT_API_BASE_URL/api/public/v1/jobs/mine\" > jobs.json"

    environment = {
      OT_API_TOKEN    = ephemeral.opentrain_credentials.this.token
      OT_API_BASE_URL = ephemeral.opentrain_credentials.this.base_url
    }
  }
}
