terraform {
  required_providers {
    opentrain = {
      source = "otform.internal/otform/opentrain"
    }
  }
}

# The token comes from OT_API_TOKEN, or from the file that `otform auth login` writes.
provider "opentrain" {}
